import Model

/// Records waiting for their turn: a binary heap by time of creation, then by order of arrival.
struct RecordQueue {
  private struct Key {
    var time: Timestamp
    var arrival: Int
    var slot: Int

    static func < (a: Key, b: Key) -> Bool {
      (a.time, a.arrival) < (b.time, b.arrival)
    }
  }

  private var heap: [Key] = []
  private var records: [Record?] = []
  private var freeSlots: [Int] = []
  private var arrivals = 0

  mutating func push(_ record: Record, at time: Timestamp) {
    var slot = records.count
    if let free = freeSlots.popLast() {
      slot = free
      records[slot] = record
    } else {
      records.append(record)
    }
    arrivals += 1
    heap.append(Key(time: time, arrival: arrivals, slot: slot))
    siftUp()
  }

  /// The earliest record, if it is earlier than `limit`; with no limit, the earliest.
  mutating func pop(before limit: Timestamp?) -> Record? {
    guard let first = heap.first else { return nil }
    if let limit, first.time >= limit { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      siftDown()
    }
    freeSlots.append(first.slot)
    let record = records[first.slot]
    records[first.slot] = nil
    return record
  }

  private mutating func siftUp() {
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child] < heap[parent] else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var least = parent
      for child in 2 * parent + 1...2 * parent + 2 where child < heap.count {
        if heap[child] < heap[least] { least = child }
      }
      if least == parent { return }
      heap.swapAt(least, parent)
      parent = least
    }
  }
}
