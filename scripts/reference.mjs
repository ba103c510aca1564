// Writes the pages of docs/ that are made from tables in the code.
import { writeFileSync } from 'node:fs'
import { configurationReference } from '../dist/server/config/reference.js'

writeFileSync(new URL('../docs/configuration-reference.md', import.meta.url), configurationReference())
