// What the image sets for its processes, for those that run without it.
import { readFileSync } from 'node:fs'

/** Megabytes of the container of docker-compose.yml. */
const CONTAINER_MB = 2_048

const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8')
const stage =
  dockerfile.split(/^FROM /m).find((text) => / AS base$/m.test(text.split('\n', 1)[0])) ?? ''
const lines = stage.match(/^ENV .*$/gm) ?? []
const variables = Object.fromEntries(
  [...lines.join('\n').matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)]
    .map(([, name, quoted, plain]) => [name, quoted ?? plain])
    // Where it listens is for each process to say.
    .filter(([name]) => !name.startsWith('LINCHPIN_')),
)

/** Variables of the Dockerfile. Node.js before 24 knows the size of the heap in megabytes only. */
export const IMAGE_ENV = {
  ...variables,
  NODE_OPTIONS: variables.NODE_OPTIONS.replace(
    /--max-old-space-size-percentage=(\d+)/,
    (_, percent) => `--max-old-space-size=${Math.floor((CONTAINER_MB * percent) / 100)}`,
  ),
}
