extension Report {
  static let style = """
    :root { --text: #1b1f24; --soft: #5b6572; --page: #fbfbfa; --card: #fff; --edge: #dcdfe3;
      --link: #0b62a8; }
    @media (prefers-color-scheme: dark) {
      :root { --text: #e6e8eb; --soft: #a3abb5; --page: #101316; --card: #16191d; --edge: #30363d;
        --link: #6db3f2; }
    }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.5rem clamp(.8rem, 4vw, 3rem) 3rem; max-width: 76rem;
      color: var(--text); background: var(--page);
      font: 1rem/1.55 system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: .5rem 0; }
    h2 { font-size: 1.35rem; margin: 2.6rem 0 .6rem; padding-top: .6rem;
      border-top: 1px solid var(--edge); }
    p { max-width: 46rem; }
    .lead { font-size: 1.1rem; color: var(--soft); }
    nav { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; }
    a { color: var(--link); }
    pre { overflow-x: auto; padding: .7rem 1rem; background: var(--card);
      border: 1px solid var(--edge); border-radius: .4rem; font-size: .9rem; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem;
      margin: 1rem 0; }
    caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
    th, td { padding: .22rem .8rem .22rem 0; text-align: right; white-space: nowrap; }
    th { border-bottom: 1px solid var(--text); font-weight: 600; }
    td.text { text-align: left; }
    tbody tr:hover { background: color-mix(in srgb, var(--edge) 45%, transparent); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; }
    dt { color: var(--soft); }
    dd { margin: 0; overflow-wrap: anywhere; }
    figure { margin: 1.2rem 0; }
    figcaption { color: var(--soft); font-size: .92rem; max-width: 46rem; }
    .files { white-space: nowrap; }
    svg.plot { width: 100%; height: auto; max-height: 46rem; background: var(--card);
      border: 1px solid var(--edge); border-radius: .5rem; }
    .filter { display: flex; flex-wrap: wrap; gap: .6rem 1.4rem; align-items: baseline;
      margin: 1rem 0; }
    select { font: inherit; color: inherit; background: var(--card);
      border: 1px solid var(--edge); border-radius: .3rem; padding: .15rem .3rem; }
    output { color: var(--soft); }
    .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; max-width: none;
      color: var(--soft); font-size: .88rem; }
    .legend span { display: inline-flex; align-items: center; gap: .45rem; }
    .legend .graph { --paper: var(--page); }
    .gallery { display: grid; gap: .9rem;
      grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); }
    .card { background: var(--card); border: 1px solid var(--edge); border-radius: .5rem;
      border-left: .35rem solid var(--mark); padding: .6rem .9rem; break-inside: avoid; }
    .card h3 { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem;
      align-items: baseline; font-size: .85rem; font-weight: 400; margin: 0 0 .3rem;
      color: var(--soft); }
    .card code { font-size: 1.15rem; font-weight: 600; color: var(--text); }
    .card svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
    .card.basic { --mark: #0b62a8; }
    .card.decorated { --mark: #2b8a5a; }
    .card.nesting { --mark: #8b3fa8; }
    .card.crossing { --mark: #c2410c; }
    .card.both { --mark: #7f1d1d; }
    .card[hidden] { display: none; }
    .momenta { list-style: none; display: flex; flex-wrap: wrap; gap: 0 .9rem; padding: 0;
      margin: .4rem 0 .1rem; font-size: .82rem; }
    .momenta .free { color: var(--soft); font-style: italic; }
    .remark { margin: .2rem 0 0; font-size: .82rem; color: var(--soft); }
    footer { margin-top: 3rem; color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
    @media print {
      :root { --text: #000; --soft: #444; --page: #fff; --card: #fff; --edge: #bbb; --link: #000; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      nav, .filter { display: none; }
      .card[hidden] { display: block; }
      .gallery { grid-template-columns: repeat(2, 1fr); }
      figure, table { break-inside: avoid; }
    }
    """

  /// The filter of the gallery: a card is shown if every chosen value is its own.
  static let script = """
    for (const form of document.querySelectorAll('.filter')) {
      const cards = [...form.parentElement.querySelectorAll('.card')];
      const choices = [...form.querySelectorAll('select')];
      const update = () => {
        let shown = 0;
        for (const card of cards) {
          card.hidden = choices.some(c => c.value && card.dataset[c.dataset.filter] !== c.value);
          if (!card.hidden) shown += 1;
        }
        form.querySelector('output').textContent = shown + ' of ' + cards.length + ' graphs';
      };
      form.addEventListener('change', update);
      form.addEventListener('submit', event => event.preventDefault());
      update();
    }
    """
}
