import Model

/// Times as a terminal shows them: of the zone that the user works in, to the second.
enum ZonedTime {
  /// `2026-11-01 03:14:05 UTC`; in other zones with the offset, `+01:00`.
  static func text(_ time: Timestamp, _ zone: ZoneTable) -> String {
    let offset = zone.offset(at: time)
    var buffer = ByteBuffer()
    buffer.append(rfc3339: time.adding(milliseconds: offset))
    let local = buffer.string
    return "\(local.prefix(10)) \(local.dropFirst(11).prefix(8)) \(name(of: offset, zone))"
  }

  private static func name(of offset: Int64, _ zone: ZoneTable) -> String {
    if zone.name == "UTC" { return "UTC" }
    let minutes = Int(offset.magnitude) / 60_000
    var buffer = ByteBuffer()
    buffer.append(byte: offset < 0 ? 0x2D : 0x2B)
    buffer.append(minutes / 60, width: 2)
    buffer.append(byte: 0x3A)
    buffer.append(minutes % 60, width: 2)
    return buffer.string
  }
}
