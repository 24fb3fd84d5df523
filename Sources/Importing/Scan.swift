/// Checks every line of NDJSON `text` as import does, without making records of it, and returns how many
/// lines were well-formed objects. For measuring the parser alone.
package func scan(_ text: UnsafeBufferPointer<UInt8>) -> Int {
  var parser = JSONParser()
  var objects = 0
  var start = 0
  while start < text.count {
    let end = text.firstIndex(of: 0x0A, from: start) ?? text.count
    do throws(JSONFault) {
      try parser.parseWhole(text.slice(start..<end))
      if parser.view.kind(0) == .object { objects += 1 }
    } catch {
      // Not counted.
    }
    start = end + 1
  }
  return objects
}
