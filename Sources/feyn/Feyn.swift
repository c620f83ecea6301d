@main
enum Feyn {
  static func main() {
  }
}
