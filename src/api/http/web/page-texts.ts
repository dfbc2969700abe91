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
  stakers: {
    title: 'Stakers',
    about: 'What does an address have, what can it lose, and when is it out?',
  },
  concentration: {
    title: 'Concentration',
    about: 'How few decide: operators, companies, stakers, services, pools, assets?',
  },
  overlap: {
    title: 'Overlap',
    about: 'Who shares fate, and whose stake stands behind what?',
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
  layers: {
    title: 'Layers',
    about: 'What does a loss pass through: stake, token, vault, network?',
  },
  exits: {
    title: 'Exit queue',
    about: 'What is on its way out, until when can it be slashed, and what cannot leave in time?',
  },
  rewards: {
    title: 'Rewards',
    about: 'Who pays for security, in what, and how long does it last?',
  },
  governance: {
    title: 'Governance',
    about: 'Who can change the rules under stake, how soon, and how often does it happen?',
  },
  resilience: {
    title: 'Resilience',
    about: 'Can an attack pay, what does it cost, and which operators could do the most harm?',
  },
  losses: {
    title: 'Losses',
    about: 'What may slashing destroy, with which probability, and who falls together?',
  },
  load: {
    title: 'Load of operators',
    about: 'How much did operators take on, and does it grow?',
  },
  base: {
    title: 'Base layer',
    about: 'What does restaked security itself rest on: the beacon chain, and classes of assets?',
  },
  both: {
    title: 'Both protocols',
    about: 'What do EigenLayer and Symbiotic offer, and who is in both?',
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
