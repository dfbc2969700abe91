import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

/**
 * Adds the variables of a .env file to `env`; variables that are already set, and not to nothing, keep their value:
 * tools such as `sqd run` set those of their own file to nothing.
 * @returns the names that were added; none if the file does not exist
 */
export function loadDotEnv(file: string, env: NodeJS.ProcessEnv): Set<string> {
  const added = new Set<string>()
  if (!existsSync(file)) return added
  for (const [name, value] of Object.entries(parseEnv(readFileSync(file, 'utf8')))) {
    if ((env[name] ?? '').trim() !== '') continue
    env[name] = value
    added.add(name)
  }
  return added
}
