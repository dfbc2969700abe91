// The list of parts (CycloneDX) of what Linchpin needs to run: part of a release.
//   npm run -s sbom
// `npm sbom --omit dev` leaves out packages that a development package needs, too, such as graphql and pg; so all are listed, and the others dropped.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { packagesByLicence } from './licences.mjs'

const ROOT = join(import.meta.dirname, '..')

/** @returns the document that `npm sbom` writes, of the packages that are needed */
export function listOfParts() {
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx']
  const options = { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
  const all = JSON.parse(execFileSync('npm', args, options))
  const needed = new Set([...packagesByLicence().values()].flat())
  const components = all.components.filter(({ name, version }) => needed.has(`${name}@${version}`))
  const kept = new Set([all.metadata.component, ...components].map((one) => one['bom-ref']))
  const dependencies = all.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => {
      return { ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }
    })
  return { ...all, components, dependencies }
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(listOfParts(), null, 2))
