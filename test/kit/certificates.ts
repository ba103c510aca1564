import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Paths of a certificate and its key. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

/** Certificates for tests, made by openssl in a folder: an authority, and whom it vouches for. */
export class Authority {
  readonly #folder: string
  readonly own: Certificate

  constructor(folder: string, name = 'Test authority') {
    this.#folder = folder
    this.own = this.#files(`ca-${name.replaceAll(' ', '-')}`)
    openssl(
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3'],
      ['-subj', `/CN=${name}`, '-keyout', this.own.key, '-out', this.own.cert],
    )
  }

  /** A certificate with this common name; good for 127.0.0.1 and localhost. */
  issue(name: string, file = name): Certificate {
    const { cert, key } = this.#files(file)
    const request = join(this.#folder, `${file}.csr`)
    const extensions = join(this.#folder, `${file}.ext`)
    writeFileSync(extensions, 'subjectAltName = IP:127.0.0.1, DNS:localhost\n')
    openssl(
      ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ['-subj', `/CN=${name}`, '-keyout', key, '-out', request],
    )
    openssl(
      ['x509', '-req', '-in', request, '-days', '3', '-CA', this.own.cert, '-CAkey', this.own.key],
      ['-CAcreateserial', '-extfile', extensions, '-out', cert],
    )
    return { cert, key }
  }

  #files(name: string): Certificate {
    return { cert: join(this.#folder, `${name}.crt`), key: join(this.#folder, `${name}.key`) }
  }
}

function openssl(...parts: readonly (readonly string[])[]): void {
  execFileSync('openssl', parts.flat(), { stdio: 'pipe' })
}
