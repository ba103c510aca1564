// Writes the pages of docs/ that are made from tables in the code.
import { writeFileSync } from 'node:fs'
import { allCommands } from '../dist/server/api/commands/all.js'
import { apiDescription, apiReference } from '../dist/server/api/reference.js'
import { keywordEffects } from '../dist/server/config/keyword-effects.js'
import { configurationReference } from '../dist/server/config/reference.js'

writeFileSync(new URL('../docs/configuration-reference.md', import.meta.url), configurationReference())
writeFileSync(new URL('../docs/keywords.md', import.meta.url), keywordEffects())
writeFileSync(new URL('../docs/api.md', import.meta.url), apiReference(allCommands))
writeFileSync(new URL('../docs/api.json', import.meta.url), apiDescription(allCommands))
