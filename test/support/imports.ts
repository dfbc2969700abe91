import { join, normalize } from 'node:path'

/** A file by its path inside src. */
export interface SourceFile {
  path: string
  source: string
}

const IMPORT =
  /\b(?:import|export)\s+(?:type\s+)?(?:[\w*\s{},$]*?\sfrom\s*)?['"]([^'"]+)['"]|\b(?:require|import)\(\s*['"]([^'"]+)['"]/g
const STRING_OR_COMMENT =
  /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g

/** The source with a space instead of each comment. */
export function withoutComments(source: string): string {
  return source.replace(STRING_OR_COMMENT, (_, text: string | undefined) => text ?? ' ')
}

/** Imports of a file, type-only and dynamic ones included: paths inside src without extension, or names of packages. */
export function importsOf({ path, source }: SourceFile): { target: string; isPackage: boolean }[] {
  return [...withoutComments(source).matchAll(IMPORT)].map(([, statement, call]) => {
    const name = statement ?? call!
    if (!name.startsWith('.')) return { target: name, isPackage: true }
    const target = normalize(join(path, '..', name)).replace(/\.js$/, '')
    return { target, isPackage: false }
  })
}

/** Cycles of imports among the files, one for each import that closes a cycle, as `a.ts -> b.ts -> a.ts`. */
export function findCycles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const resolve = (target: string) =>
    [target, `${target}.ts`, `${target}/index.ts`].find((path) => byPath.has(path))
  const cycles: string[] = []
  const visited = new Set<string>()
  const chain: string[] = []
  const visit = (path: string) => {
    const start = chain.indexOf(path)
    if (start >= 0) cycles.push([...chain.slice(start), path].join(' -> '))
    if (visited.has(path)) return
    visited.add(path)
    chain.push(path)
    for (const { target, isPackage } of importsOf(byPath.get(path)!)) {
      const next = isPackage ? undefined : resolve(target)
      if (next !== undefined) visit(next)
    }
    chain.pop()
  }
  for (const { path } of files) visit(path)
  return cycles
}
