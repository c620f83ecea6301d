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
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    pre { overflow-x: auto; padding: .7rem 1rem; background: var(--card);
      border: 1px solid var(--edge); border-radius: .4rem; font-size: .9rem; }
    .wide { overflow-x: auto; margin: 1rem 0; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
    caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
    th, td { padding: .22rem .9rem .22rem 0; text-align: right; white-space: nowrap; }
    th { border-bottom: 1px solid var(--text); font-weight: 600; }
    td.text { text-align: left; }
    tbody tr:hover { background: color-mix(in srgb, var(--edge) 45%, transparent); }
    dl { display: grid; grid-template-columns: fit-content(45%) minmax(0, 1fr);
      gap: .15rem 1.2rem; }
    dt { color: var(--soft); }
    dd { margin: 0; overflow-wrap: anywhere; }
    main { counter-reset: figure; }
    figure { margin: 1.4rem 0; counter-increment: figure; }
    figcaption { color: var(--soft); font-size: .92rem; max-width: 46rem; margin-top: .5rem; }
    figcaption::before { content: "Figure " counter(figure) ". "; font-weight: 600; }
    .plots { background: var(--card); border: 1px solid var(--edge); border-radius: .5rem;
      padding: .6rem .4rem; }
    .panels { display: grid; gap: .2rem;
      grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
    .panel { min-width: 0; text-align: center; }
    svg.plot { width: 100%; height: auto; max-width: 40rem; }
    sup, sub { line-height: 0; }
    .key { list-style: none; display: flex; flex-wrap: wrap; justify-content: center;
      gap: .1rem 1.4rem; margin: .2rem .6rem .3rem; padding: 0; font-size: .88rem; }
    .key li { display: inline-flex; align-items: center; gap: .45rem; }
    .key li svg { flex: none; }
    .files { color: var(--soft); font-size: .92rem; }
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
      grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); }
    .card { position: relative; background: var(--card); border: 1px solid var(--edge);
      border-radius: .5rem; border-left: .35rem solid var(--mark); padding: .5rem .8rem;
      break-inside: avoid; cursor: help; }
    .card h3 { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem;
      align-items: baseline; font-size: .82rem; font-weight: 400; margin: 0 0 .3rem;
      color: var(--soft); }
    .card code { font-size: 1.1rem; font-weight: 600; color: var(--text); }
    .card > svg { display: block; margin: auto auto 0; max-width: 100%; height: auto; }
    .card.basic { --mark: #0b62a8; }
    .card.decorated { --mark: #2b8a5a; }
    .card.nesting { --mark: #8b3fa8; }
    .card.crossing { --mark: #c2410c; }
    .card.both { --mark: #7f1d1d; }
    .card[hidden] { display: none; }
    .details { display: none; position: absolute; z-index: 2; top: calc(100% - 2px);
      left: -.35rem; right: -1px; padding: .5rem .8rem; font-size: .85rem; line-height: 1.45;
      background: var(--card); border: 1px solid var(--edge); border-top: 1px dashed var(--edge);
      border-left: .35rem solid var(--mark); border-radius: 0 0 .5rem .5rem;
      box-shadow: 0 .5rem 1rem rgb(0 0 0 / .22); }
    .card:hover .details, .card:focus .details, .card.open .details { display: block; }
    .card.closed .details { display: none; }
    .card:hover, .card:focus, .card.open { z-index: 3; }
    .details p { margin: 0; }
    .details code { font-size: 1em; }
    .momenta { list-style: none; display: flex; flex-wrap: wrap; gap: 0 .9rem; padding: 0;
      margin: .3rem 0; }
    .momenta .free { color: var(--soft); font-style: italic; }
    .remark { font-variant-numeric: tabular-nums; }
    footer { margin-top: 3rem; color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
    @media print {
      :root { --text: #000; --soft: #444; --page: #fff; --card: #fff; --edge: #bbb; --link: #000; }
      body { max-width: none; padding: 0; font-size: 9.5pt; }
      h1 { font-size: 18pt; }
      h2 { font-size: 12.5pt; margin-top: 1.2rem; break-after: avoid; }
      nav, .filter { display: none; }
      p, figcaption { max-width: none; }
      .wide { overflow: visible; }
      table { font-size: 7pt; }
      th, td { padding: .1rem .5em .1rem 0; }
      .panels { grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); }
      .gallery { grid-template-columns: repeat(3, 1fr); gap: .5rem; }
      .card { padding: .3rem .5rem; }
      .details { display: block; position: static; box-shadow: none; border: 0; padding: .3rem 0 0;
        font-size: 6.5pt; line-height: 1.3; }
      figure, table, pre, dl { break-inside: avoid; }
      svg.plot { max-width: 11cm; }
      pre { white-space: pre-wrap; }
    }
    """

  /// The filter of the gallery, a card is shown if every chosen value is among its own; and what a
  /// tap and Escape do to a card's details, which pointer and focus show without a script.
  static let script = """
    for (const form of document.querySelectorAll('.filter')) {
      const cards = [...form.parentElement.querySelectorAll('.card')];
      const choices = [...form.querySelectorAll('select')];
      const update = () => {
        let shown = 0;
        for (const card of cards) {
          card.hidden = choices.some(c =>
            c.value && !card.dataset[c.dataset.filter].split(' ').includes(c.value));
          if (!card.hidden) shown += 1;
        }
        form.querySelector('output').textContent = shown + ' of ' + cards.length + ' graphs';
      };
      form.addEventListener('change', update);
      form.addEventListener('submit', event => event.preventDefault());
      update();
    }
    document.addEventListener('click', event => {
      const chosen = event.target.closest('.card');
      for (const card of document.querySelectorAll('.card.open')) {
        if (card !== chosen) card.classList.remove('open');
      }
      if (chosen) chosen.classList.add('open');
    });
    document.addEventListener('keydown', event => {
      if (event.key !== 'Escape') return;
      for (const card of document.querySelectorAll('.card')) {
        card.classList.remove('open');
        if (card.matches(':hover, :focus')) card.classList.add('closed');
      }
    });
    for (const kind of ['pointerleave', 'blur']) {
      for (const card of document.querySelectorAll('.card')) {
        card.addEventListener(kind, () => card.classList.remove('closed'));
      }
    }
    """
}
