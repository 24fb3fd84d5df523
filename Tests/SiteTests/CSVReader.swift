/// Reads CSV as RFC 4180 writes it, strictly: what is not in it ends the reading.
enum CSVReader {
  /// The lines with their fields, the header first. Nil if it is no such CSV.
  static func rows(_ bytes: [UInt8]) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var i = 0
    while i < bytes.count {
      guard let (field, end) = field(bytes, from: i) else { return nil }
      row.append(field)
      i = end
      guard i < bytes.count else { return nil }
      if bytes[i] == 0x2C {
        i += 1
        continue
      }
      guard bytes[i...].starts(with: [0x0D, 0x0A]) else { return nil }
      i += 2
      rows.append(row)
      row = []
    }
    return row.isEmpty ? rows : nil
  }

  /// A field and where it ends.
  private static func field(_ bytes: [UInt8], from start: Int) -> (String, Int)? {
    var i = start
    var content: [UInt8] = []
    guard bytes[i] == 0x22 else {
      while i < bytes.count, bytes[i] != 0x2C, bytes[i] != 0x0D {
        if bytes[i] == 0x22 || bytes[i] == 0x0A { return nil }
        content.append(bytes[i])
        i += 1
      }
      return (String(decoding: content, as: UTF8.self), i)
    }
    i += 1
    while i < bytes.count {
      if bytes[i] == 0x22 {
        guard i + 1 < bytes.count, bytes[i + 1] == 0x22 else {
          return (String(decoding: content, as: UTF8.self), i + 1)
        }
        i += 1
      }
      content.append(bytes[i])
      i += 1
    }
    return nil
  }
}
