import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createSecureContext, type TLSSocket } from 'node:tls'
import type { ControlSocketConfig } from '../config/decided-service.js'
import type { Caller } from './caller.js'

/** What node:https is to serve with. */
export interface TlsOptions {
  readonly ca: readonly string[]
  readonly cert: string
  readonly key: string
  readonly requestCert: true
  /** Callers without a certificate of `ca` are refused: Kea's mutual mode. */
  readonly rejectUnauthorized: boolean
  readonly minVersion: 'TLSv1.2'
}

type CertificateFiles = Pick<ControlSocketConfig, 'trustAnchor' | 'certFile' | 'keyFile' | 'certRequired'>

/** True when the socket is to speak TLS: the three files come together. */
export function speaksTls({ trustAnchor, certFile, keyFile }: CertificateFiles): boolean {
  return trustAnchor !== '' && certFile !== '' && keyFile !== ''
}

/**
 * The certificates as they are in their files now. trust-anchor may be a folder of certificates.
 *
 * @throws Error when a file cannot be read, or key and certificate do not belong together
 */
export function loadTls({ trustAnchor, certFile, keyFile, certRequired }: CertificateFiles): TlsOptions {
  const options: TlsOptions = {
    ca: anchors(trustAnchor).map(path => readFileSync(path, 'utf8')),
    cert: readFileSync(certFile, 'utf8'),
    key: readFileSync(keyFile, 'utf8'),
    requestCert: true,
    rejectUnauthorized: certRequired,
    minVersion: 'TLSv1.2',
  }
  createSecureContext({ ...options, ca: [...options.ca] })
  return options
}

function anchors(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .map(name => join(path, name))
    .filter(file => statSync(file).isFile())
}

/** Changes whenever one of the files does: sizes, inodes and times. '' when one cannot be looked at. */
export function certificateStamp({ trustAnchor, certFile, keyFile }: CertificateFiles): string {
  try {
    return [...anchors(trustAnchor), certFile, keyFile]
      .map(path => {
        const { ino, size, mtimeMs } = statSync(path)
        return `${path} ${ino} ${size} ${mtimeMs}`
      })
      .join('\n')
  } catch {
    return ''
  }
}

/** The names in the caller's certificate; undefined: it showed none that counts. */
export function certificateOf(socket: TLSSocket): Caller['certificate'] {
  if (!socket.authorized) return undefined
  const certificate = socket.getPeerCertificate()
  const subject = certificate.subject?.CN
  const issuer = certificate.issuer?.CN
  return { subject: first(subject), issuer: first(issuer) }
}

/** Names may stand several times. */
function first(name: string | readonly string[] | undefined): string {
  return (typeof name === 'string' ? name : name?.[0]) ?? ''
}
