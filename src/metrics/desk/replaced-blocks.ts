import { loadReplacedBlocks } from '../../reads/replaced-blocks'
import { limit, offset } from '../define/arguments'
import { rootField } from '../define/metric'
import { field, object } from '../define/object'
import { boolean, bytes, int, list, nullable, unixTime } from '../define/type'

const replacedBlock = object(
  'ReplacedBlock',
  'A block that was indexed, and was rolled back: its rows are in no answer any more.',
  {
    block: field(int, 'Its number.'),
    hash: field(bytes, 'Its hash.'),
    timestamp: field(nullable(unixTime), 'Its time; null: it was not known.'),
    replacedAt: field(unixTime, 'When it was rolled back, by the clock of the database.'),
    wasFinal: field(
      boolean,
      'Whether it was final: then no reorganization replaced it, but verification found it invalid, or a person went back (`linchpin rewind`).',
    ),
  },
)

/** Field `replacedBlocks`. */
export const replacedBlocksField = rootField({
  name: 'replacedBlocks',
  doc: `Blocks that were indexed and are not any more, the last one first: the chain replaced them (a reorganization), verification found them
invalid, or a person went back. Of the last 30 days; what the first sync read before its last 1,000 blocks was final. A block can be there
several times, and be indexed again.`,
  args: { limit: limit(20), offset },
  type: list(replacedBlock),
  estimate: () => 5,
  async compute({ limit, offset }, { context }) {
    await context.head()
    return loadReplacedBlocks(context, limit, offset)
  },
})
