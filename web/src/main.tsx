import '@fontsource-variable/onest'
import './tokens.css'
import './base.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api.ts'
import { createAppRouter } from './router.tsx'
import { sessionKey } from './session.ts'
import { startTexts } from './texts.ts'
import { followTheme } from './theme.ts'

const MOST_RETRIES = 2

/** No answer may be a passing thing; an answer that says no will say so again. */
const shouldRetry = (failures: number, error: Error) =>
  failures < MOST_RETRIES && error instanceof Problem && (error.code === 'offline' || error.status >= 500)

const queryClient: QueryClient = new QueryClient({
  defaultOptions: { queries: { retry: shouldRetry } },
  queryCache: new QueryCache({
    onError(error) {
      // The session ended meanwhile, here or elsewhere: the router asks to sign in again.
      if (!(error instanceof Problem && error.status === 401)) return
      queryClient.setQueryData(sessionKey, null)
      void router.invalidate()
    },
  }),
})
const router = createAppRouter(queryClient)

// Signed out elsewhere, which the line hears first.
window.addEventListener('ponte-session-ended', () => void router.invalidate())

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
