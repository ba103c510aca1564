import { CallFailed } from './caller.js'

/** What the HTTP library or the system said, in words that help. */
export function explainHttp(error: unknown, where: string): CallFailed {
  if (error instanceof CallFailed) return error
  const { code, message, name } = innermost(error)
  switch (code) {
    case 'ECONNREFUSED':
      return new CallFailed('refused', `nobody listens at ${where}: is the server running, is the port right?`)
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CallFailed('unreachable', `the host of ${where} is not known`)
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new CallFailed('unreachable', `there is no way to ${where}`)
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return new CallFailed('timeout', `${where} did not answer in time`)
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return new CallFailed('tls', `the certificate of ${where} is for another name: ${message}`)
    case 'CERT_HAS_EXPIRED':
      return new CallFailed('tls', `the certificate of ${where} has expired`)
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return new CallFailed('tls', `the certificate of ${where} is from nobody known: name its authority with --ca`)
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return new CallFailed('lost', `${where} closed the connection before it answered; does only one side use TLS?`)
  }
  if (name === 'HTTPParserError') return new CallFailed('not-json', `${where} does not speak HTTP`)
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code.startsWith('ERR_OSSL'))
    return new CallFailed('tls', `no TLS with ${where}: ${reason(message)}`)
  return new CallFailed('unreachable', `${where}: ${message}`)
}

// the library wraps what happened, once or twice; a name with two addresses fails with both
function innermost(error: unknown): { code: string; message: string; name: string } {
  let at = error as NodeJS.ErrnoException & { cause?: unknown; errors?: readonly unknown[] }
  for (let i = 0; i < 4; i++) {
    const inner = at.cause ?? at.errors?.[0]
    if (!(inner instanceof Error)) break
    at = inner as typeof at
  }
  return { code: String(at.code ?? ''), message: String(at.message), name: at.name }
}

// OpenSSL: "40D7...:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/...:355:\n"
function reason(message: string): string {
  return /SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? message.trim()
}
