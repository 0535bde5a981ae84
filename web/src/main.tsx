import '@fontsource-variable/onest'
import './tokens.css'
import './base.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { followSession, isSessionOver, Problem } from './api.ts'
import { closeLine } from './live/line.ts'
import { createAppRouter } from './router.tsx'
import { endSession, SESSION_ENDED } from './session.ts'
import { startTexts } from './texts.ts'
import { followTheme } from './theme.ts'

const MOST_RETRIES = 2

/** No answer may be a passing thing; an answer that says no will say so again. */
const shouldRetry = (failures: number, error: Error) =>
  failures < MOST_RETRIES && error instanceof Problem && (error.code === 'offline' || error.status >= 500)

const queryClient: QueryClient = new QueryClient({
  defaultOptions: { queries: { retry: shouldRetry } },
  queryCache: new QueryCache({ onError: lookWhetherItEnded }),
  mutationCache: new MutationCache({ onError: lookWhetherItEnded }),
})
const router = createAppRouter(queryClient)

function lookWhetherItEnded(error: Error): void {
  if (isSessionOver(error)) endSession(queryClient)
}
// The router asks to sign in again.
window.addEventListener(SESSION_ENDED, () => void router.invalidate())
// In another tab of this browser.
followSession(
  () => {
    closeLine()
    endSession(queryClient)
  },
  // What one is shown is none of the other's business.
  () => window.location.assign('/'),
)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
followTheme()
await startTexts()
createRoot(root).render(
  <StrictMode>
    {/* The content policy takes styles from files alone; base.css has these. */}
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
)
// Nobody has lost it before there is something to be seen.
void import('./shell/keep-focus.ts').then(({ keepFocus }) => keepFocus())
