import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../shell/root-route.tsx'
import { ConfirmEmail } from './confirm-email.tsx'
import { ForgotPassword } from './forgot-password.tsx'
import { ResetPassword } from './reset-password.tsx'
import { SignIn } from './sign-in.tsx'
import { SignUp } from './sign-up.tsx'

type SignInSearch = { next?: string; why?: 'ended' | 'signed-out' }

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/entrar',
  component: SignIn,
  validateSearch: ({ next, why }: Record<string, unknown>): SignInSearch => ({
    // A path of ours, and never the address of somebody else's page.
    ...(typeof next === 'string' && /^\/(?![/\\])/.test(next) && { next }),
    ...((why === 'ended' || why === 'signed-out') && { why }),
  }),
})

const page = <const P extends string>(path: P, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => rootRoute, path, component })

export const accountRoutes = [
  signIn,
  page('/criar-conta', SignUp),
  page('/esqueci-a-senha', ForgotPassword),
  page('/redefinir-senha', ResetPassword),
  page('/confirmar-email', ConfirmEmail),
] as const
