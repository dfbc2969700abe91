import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const readme = readFileSync('examples/README.md', 'utf8')

/** What examples/README.md says that an example prints: the block of text that follows its command. */
export function printedAfter(command: string): string {
  const [, text] = readme.slice(readme.indexOf(command)).split('```text\n')
  return text!.split('```')[0]!.trim()
}

/** Whether Debian's Python has modules. */
export function hasPythonModules(...names: string[]): boolean {
  return spawnSync('/usr/bin/python3', ['-c', `import ${names.join(', ')}`]).status === 0
}
