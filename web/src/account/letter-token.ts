import { useState } from 'react'

/** The token behind the # of a letter's link, taken out of the address bar at once. */
export function useLetterToken(): string {
  const [token] = useState(() => {
    const found = location.hash.slice(1)
    if (found) history.replaceState(history.state, '', location.pathname)
    return found
  })
  return token
}
