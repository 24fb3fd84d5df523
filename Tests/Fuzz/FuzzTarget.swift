import Model

/// What libFuzzer calls. The first byte chooses the reader and the size of the pieces it reads in.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  replay(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
