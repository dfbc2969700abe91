import { PAGE_PATHS, type PagePath } from '../../../src/api/http/web/paths'
import { afterPaint } from '../ui/after-paint'
import { PAGES } from './pages'
import { adjust, hrefOf, type Place } from './place'
import { SearchButton } from './search-button'

/** The name, the pages, the search, and the theme. */
export function Header({ place }: { place: Place | null }) {
  const params = place?.params ?? new URLSearchParams()
  const theme = params.get('theme')
  const isDark =
    theme === null ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark'
  const link = (path: PagePath) => (
    <a
      key={path}
      href={hrefOf(path, null, params)}
      {...(place?.page === path && { 'aria-current': 'page' as const })}
    >
      {PAGES[path].name}
    </a>
  )
  return (
    <header>
      <a class="brand" href={hrefOf('', null, params)}>
        Linchpin
      </a>
      <nav aria-label="Pages">
        {PAGE_PATHS.filter((path) => !PAGES[path].isMore).map(link)}
        <details class="more" key={place?.page} onFocusOut={closeOutside}>
          <summary class={place && PAGES[place.page].isMore ? 'menu current' : 'menu'}>
            More ▾
          </summary>
          <ul class="pages">
            {PAGE_PATHS.filter((path) => PAGES[path].isMore).map((path) => (
              <li key={path}>{link(path)}</li>
            ))}
          </ul>
        </details>
      </nav>
      <SearchButton place={place} />
      <button type="button" onClick={() => turn(isDark ? 'light' : 'dark')}>
        {isDark ? 'Light' : 'Dark'}
      </button>
    </header>
  )
}

/** Shows a theme at once, and has links carry it once that is painted: a long page takes a while to be drawn anew. */
function turn(theme: 'light' | 'dark'): void {
  document.documentElement.dataset.theme = theme
  afterPaint(() => adjust({ theme }))
}

/** Closes what is open once the focus is elsewhere. */
function closeOutside({
  currentTarget,
  relatedTarget,
}: FocusEvent & { readonly currentTarget: HTMLDetailsElement }): void {
  if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) {
    currentTarget.open = false
  }
}
