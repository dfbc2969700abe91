import type { PagePath } from './paths'

/** What a page is called, and the question that it answers: in the preview of a link to it, which has no figures. */
export interface PageText {
  readonly title: string
  readonly about: string
}

/** Texts of all pages. */
export const PAGE_TEXTS: Readonly<Record<PagePath, PageText>> = {
  '': {
    title: 'Overview',
    about: 'Is restaking more fragile than a month ago, and what changed?',
  },
  operators: {
    title: 'Operators',
    about: 'Who holds the stake, and what did they promise to whom?',
  },
  services: {
    title: 'Services',
    about: 'How secure are AVSs and networks, and what would it cost to break one?',
  },
  concentration: {
    title: 'Concentration',
    about: 'How few decide: operators, companies, stakers, services, pools, assets?',
  },
  slashings: {
    title: 'Slashings',
    about: 'Who was slashed, when, by whom, and what did it take?',
  },
  simulate: {
    title: 'Simulator',
    about: 'What follows if an operator, a service or a pool is hit?',
  },
  pools: {
    title: 'Pools and vaults',
    about: 'What is promised of each pool, and what can be lost at once?',
  },
  quality: {
    title: 'Data quality',
    about: 'Can these figures be trusted: lag, finality, proof, digests?',
  },
  method: {
    title: 'API and method',
    about: 'How is each figure made, and how do I get it out?',
  },
}
