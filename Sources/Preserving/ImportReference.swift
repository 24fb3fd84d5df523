/// Which import of a source brought a fact, by the source's path and the import's place among those of
/// the source, from 1.
struct ImportReference: Decodable, Hashable {
  var source: String
  var ordinal: Int

  private enum CodingKeys: String, CodingKey {
    case source
    case ordinal = "import"
  }
}
