import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { SchemaFiles } from '../../api/schema/schema'
import { computeHere } from '../../metrics/define/computation'
import type { RiskSources } from '../../metrics/define/sources'
import { readLabels } from '../../reads/files/labels'
import { readPriceFile } from '../../reads/files/prices'
import { Graphs } from '../../reads/graph/graphs'
import { Solver } from '../../solver/solver'

/**
 * What risk fields are computed from, beside the database.
 *
 * @returns with a tag of what the files have
 * @throws LinchpinError LP1007 or LP1008 for a file that cannot be used
 */
export function riskSources({ labelFiles = [], priceFile = null }: SchemaFiles): {
  sources: RiskSources
  tag: string
} {
  const sources = {
    graphs: new Graphs(),
    labels: readLabels(labelFiles),
    priceFile: priceFile === null ? null : readPriceFile(priceFile),
    compute: computeHere(new Solver()),
  }
  const hash = createHash('sha256')
  for (const file of [...labelFiles, ...(priceFile === null ? [] : [priceFile])]) {
    hash.update(readFileSync(file)).update('\n')
  }
  return { sources, tag: hash.digest('hex') }
}
