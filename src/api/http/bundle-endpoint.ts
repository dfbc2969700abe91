import type { Jobs } from '../jobs/jobs'
import { BUNDLES, type ProvenFigure } from '../jobs/proof'
import { Refusal } from './edge/refusal'
import type { Mounted } from './mounted'
import { sendRepresentation } from './responses'

/** The id of a job names block and arguments, so its bundle never changes. */
const LASTING = 'public, max-age=31536000, immutable'

/** GET /proofs/{job}.json: the bundle of a job that proves a figure. */
export function bundleEndpoint(jobs: Jobs): Mounted {
  return {
    prefix: BUNDLES,
    rest: '{job}.json',
    async answer({ response, path }) {
      const job = jobs.find(path.replace(/\.json$/, ''))
      if (job?.kind !== 'PROOF' || job.state !== 'DONE') {
        const hint = 'Start the job with startJob(proof), and ask for its path when it is DONE.'
        throw new Refusal(404, 'JOB_NOT_FOUND', 'No job has proven this.', hint)
      }
      const { bundle, name, block } = job.result as ProvenFigure
      await sendRepresentation(
        response,
        {
          status: 200,
          contentType: 'application/json; charset=utf-8',
          body: Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength),
          cacheControl: LASTING,
        },
        { 'content-disposition': `attachment; filename="${name}-${block.number}.json"` },
      )
    },
    abort() {},
    async close() {},
  }
}
