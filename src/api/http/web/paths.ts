/** First parts of the paths of the pages of the dashboard: the server answers those, and what is under them, with its page. */
export const PAGE_PATHS = [
  '',
  'operators',
  'services',
  'stakers',
  'concentration',
  'overlap',
  'slashings',
  'simulate',
  'pools',
  'layers',
  'exits',
  'rewards',
  'governance',
  'resilience',
  'losses',
  'load',
  'base',
  'both',
  'quality',
  'method',
] as const

/** First part of the path of a page. */
export type PagePath = (typeof PAGE_PATHS)[number]
