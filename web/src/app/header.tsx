import { useState } from 'preact/hooks'
import { PAGE_PATHS, type PagePath } from '../../../src/api/http/web/paths'
import { PAGES } from './pages'
import { chooseTheme, hrefOf, type Place, themeOf } from './place'
import { SearchButton } from './search-button'

/** The name, the pages, the search, and the theme. */
export function Header({ place }: { place: Place | null }) {
  const params = place?.params ?? new URLSearchParams()
  const [, drawAnew] = useState(0)
  const theme = themeOf()
  const isDark =
    theme === null ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark'
  const turn = () => {
    chooseTheme(isDark ? 'light' : 'dark')
    drawAnew((times) => times + 1)
  }
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
      <button type="button" onClick={turn}>
        {isDark ? 'Light' : 'Dark'}
      </button>
    </header>
  )
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
