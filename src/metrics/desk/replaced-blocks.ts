import { loadReplacedBlocks } from '../../reads/replaced-blocks'
import { limit, offset } from '../define/arguments'
import { rootField } from '../define/metric'
import { field, object } from '../define/object'
import { boolean, bytes, int, list, nullable, unixTime } from '../define/type'

const replacedBlock = object(
  'ReplacedBlock',
  'A block that was indexed and rolled back: no answer has its rows any more, unless it was indexed again.',
  {
    block: field(int, 'Its number.'),
    hash: field(bytes, 'Its hash.'),
    timestamp: field(nullable(unixTime), 'Its time; null: it was not known.'),
    replacedAt: field(unixTime, 'When it was rolled back, by the clock of the database.'),
    wasFinal: field(
      boolean,
      'Whether it was final: then no reorganization replaced it, but verification found it invalid, or a person went back (`linchpin rewind`).',
    ),
    isIndexedAgain: field(
      nullable(boolean),
      'Whether the index has it again, with the same hash: an indexer that starts anew reads the last blocks again, and a chain can return to a branch. Null: the hash of the block that it has there is not known.',
    ),
  },
)

/** Field `replacedBlocks`. */
export const replacedBlocksField = rootField({
  name: 'replacedBlocks',
  doc: `Blocks that were indexed and are not any more, the last one first: the chain replaced them (a reorganization), verification found them
invalid, or a person went back. A block can be listed several times, and be indexed again. Of at most the last 30 days, as the change feed keeps
its messages (docs/feed.md); the first sync records its last 1,000 blocks only.`,
  args: { limit: limit(20), offset },
  type: list(replacedBlock),
  estimate: () => 5,
  async compute({ limit, offset }, { context }) {
    await context.head()
    return loadReplacedBlocks(context, limit, offset)
  },
})
