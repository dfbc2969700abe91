import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { EXIT, LinchpinError } from '../errors'

const FILE = z.strictObject({
  everyBlocks: z.int().min(1).max(10_000_000),
  folder: z.string().min(1),
  layouts: z.record(z.string().regex(/^0x[0-9a-f]{40}$/i), z.string()).default({}),
  figures: z
    .array(z.strictObject({ figure: z.string(), arguments: z.array(z.string()).default([]) }))
    .min(1)
    .max(1_000),
})

/** Figures of which bundles are kept. */
export type KeptFigures = z.infer<typeof FILE>

/**
 * Reads the file of LINCHPIN_PROVE.
 * @throws LinchpinError LP1010 that lists what is wrong
 */
export function readKeptFigures(file: string): KeptFigures {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw invalid(file, (cause as Error).message, cause)
  }
  const parsed = FILE.safeParse(json)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((i) => `${i.path.join('.') || 'file'}: ${i.message}`)
  throw invalid(file, problems.join('; '))
}

function invalid(file: string, problem: string, cause?: unknown): LinchpinError {
  const hint = 'give a JSON file with everyBlocks, folder and figures: docs/proof.md has an example'
  return new LinchpinError('LP1010', `LINCHPIN_PROVE ${file}: ${problem}`, hint, EXIT.CONFIG, {
    cause,
  })
}
