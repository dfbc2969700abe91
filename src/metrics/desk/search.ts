import { folded } from '../../reads/search/match'
import { FOUND_TYPES, type FoundType, type Hit, search, symbolsOf } from '../../reads/search/search'
import { listOf, optional, refined } from '../define/argument'
import { checkCount, choice, count, nonEmpty, text, unique } from '../define/arguments'
import { invalidArgument } from '../define/errors'
import { blockArgument } from '../define/measure'
import { member } from '../define/meta'
import { rootField } from '../define/metric'
import { field, object } from '../define/object'
import { enumeration, list, nullable, string } from '../define/type'

const searchType = enumeration<FoundType>('SearchType', 'What can be found.', {
  OPERATOR: 'An operator of either protocol.',
  SERVICE: 'An AVS or a network.',
  POOL: 'A pool: a strategy of EigenLayer or a vault of Symbiotic.',
  ASSET: 'A token that pools hold.',
  STAKER: 'An account that deposited stake.',
})

const searchMatch = enumeration<Hit['by']>('SearchMatch', 'What of a hit fits the text.', {
  ADDRESS: 'Its address begins with the text.',
  NAME: 'Its name in the label files has the text.',
  SYMBOL: 'The symbol of its token has the text.',
})

const searchHit = object('SearchHit', 'Something that fits a text.', {
  type: field(searchType, 'What it is. An address that is several things is several hits.'),
  member: field(member, 'Its address and its name.'),
  symbol: field(
    nullable(string),
    'Symbol of the token of a pool or an asset, as its contract answered (Pool.tokenSymbol): anybody can deploy a token with any symbol. Null: unknown, or it is neither.',
  ),
  match: field(searchMatch, 'What of it fits.'),
})

/** Characters that a text may have. */
const MOST_CHARACTERS = 100
/** Hits that an answer may have. */
const MOST_HITS = 100

const searched = refined(
  text(
    'Beginning of an address (`0x` and 1 to 40 digits), or part of a name or symbol, in any case; 1 to 100 characters.',
    undefined,
    (_, given) => given,
  ),
  (given, name) => {
    checkCount(`The length of ${name}`, given.length, MOST_CHARACTERS)
    const read = folded(given)
    if (read !== '') return read
    throw invalidArgument(name, given, 'Give a character that can be seen.')
  },
)

/** Field `search`. */
export const searchField = rootField({
  name: 'search',
  doc: `What is known at a block by an address, or a part of it, a name or a symbol. Addresses that begin with the text come first, by type and
address; then names and symbols: those that are the text, begin with it, have a word that begins with it, have it. As many hits as \`limit\`: there
may be more. Names are claims of the authors of label files (docs/labels.md), symbols of those who deployed the token: neither is proof of who it is.`,
  args: {
    text: searched,
    types: optional(
      nonEmpty(
        unique(listOf(choice(searchType, ''), 'Only these. Default: all.'), (type) => type),
        'Give a type, or leave it out.',
      ),
    ),
    limit: count('How many, 1 to 100.', { maximum: MOST_HITS, otherwise: 20 }),
    block: blockArgument,
  },
  type: list(searchHit),
  estimate: () => 20,
  async compute({ text, types, limit, block: given }, { sources, context }) {
    const block = await context.at(given)
    const { names } = sources.labels(block.chainId)
    const hits = await search(context, block, names, { text, types: types ?? FOUND_TYPES, limit })
    const symbols = await symbolsOf(context, hits)
    return hits.map(({ type, id, by }) => {
      const hasSymbol = type === 'POOL' || type === 'ASSET'
      return { type, member: id, symbol: hasSymbol ? (symbols.get(id) ?? null) : null, match: by }
    })
  },
})
