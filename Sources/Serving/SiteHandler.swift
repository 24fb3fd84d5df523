import FlyingFox
import Foundation

/// Puts the answers on the wire.
struct SiteHandler: HTTPHandler {
  let responder: Responder
  let now: @Sendable () -> Int

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    var asked = Request(method: request.method.rawValue, target: request.target.rawValue)
    asked.host = request.headers[.host]
    asked.acceptEncoding = request.headers[HTTPHeader("Accept-Encoding")]
    asked.ifNoneMatch = request.headers[HTTPHeader("If-None-Match")]
    asked.ifModifiedSince = request.headers[.ifModifiedSince]
    let answer = responder.answer(asked)
    var headers = HTTPHeaders()
    for header in answer.headers { headers.setValues([header.value], for: HTTPHeader(header.name)) }
    headers[.date] = HTTPDate.text(now())
    return HTTPResponse(
      statusCode: HTTPStatusCode(answer.status, phrase: SiteHandler.phrase(answer.status)),
      headers: headers, body: SiteHandler.body(answer.body))
  }

  private static func body(_ body: Answer.Body) -> HTTPBodySequence {
    switch body {
    case .bytes(let bytes): HTTPBodySequence(data: Data(bytes), suggestedBufferSize: 1 << 16)
    case .file(let file):
      HTTPBodySequence(from: FileBytes(file: file), count: file.size, suggestedBufferSize: 1 << 16)
    }
  }

  private static func phrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 301: "Moved Permanently"
    case 304: "Not Modified"
    case 400: "Bad Request"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 421: "Misdirected Request"
    case 422: "Unprocessable Content"
    case 503: "Service Unavailable"
    default: "Internal Server Error"
    }
  }
}
