import Foundation

/// Looks for many short texts in many bytes, whatever the case of their letters.
struct PieceSearch {
  /// By the first two bytes.
  private var pieces: [[(name: String, bytes: [UInt8])]]

  /// Each with what it is a piece of; two bytes at least.
  init(_ texts: [(name: String, piece: String)]) {
    pieces = Array(repeating: [], count: 1 << 16)
    for (name, piece) in texts {
      let bytes = piece.utf8.map(PieceSearch.lower)
      pieces[Int(bytes[0]) << 8 | Int(bytes[1])].append((name, bytes))
    }
  }

  /// What is found, each once for each place.
  func found(in data: Data) -> [String] {
    var result: [String] = []
    data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      guard bytes.count > 1 else { return }
      var last = Int(PieceSearch.lower(bytes[0]))
      for i in 1..<bytes.count {
        let byte = Int(PieceSearch.lower(bytes[i]))
        for piece in pieces[last << 8 | byte] where stands(piece.bytes, at: i - 1, in: bytes) {
          result.append("\(piece.name): \(String(decoding: piece.bytes, as: UTF8.self))")
        }
        last = byte
      }
    }
    return result
  }

  private func stands(_ piece: [UInt8], at start: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
    guard start + piece.count <= bytes.count else { return false }
    return piece.indices.allSatisfy { PieceSearch.lower(bytes[start + $0]) == piece[$0] }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }
}
