import { z } from '@hono/zod-openapi'
import { credentialFields } from '#src/accounts/sign-in.ts'
import { newUserFields, Password, User, userChangeFields } from '#src/accounts/user.ts'

/**
 * The wire of the portal that Ponte replaces, key by key. Unknown keys in requests are ignored, as they
 * always were; answers carry a few keys more.
 */

export const UserLogin = z.object(credentialFields).openapi('UserLogin')

export const LoginResponse = z
  .object({
    token: z.object({
      access_token: z.string().nullable(),
      refresh_token: z.string().nullable(),
      token_type: z.literal('bearer'),
    }),
    user: User,
  })
  .openapi('LoginResponse')

export const UserRegister = z.object(newUserFields).openapi('UserRegister')

/** The portal sends a whole UserRegister; what is left out stays as it is. */
export const UserReplacement = z.object(userChangeFields).openapi('UserReplacement')

export const ForgotPasswordRequest = z
  .object({
    email: z.string().trim().min(1).max(128).optional(),
    matricula: z.string().trim().min(1).max(128).optional(),
  })
  .refine(({ email, matricula }) => email !== undefined || matricula !== undefined, {
    path: ['email'],
    params: { rule: 'required' },
  })
  .openapi('ForgotPasswordRequest')

export const ResetPasswordRequest = z
  .object({
    token: z.string().min(1).max(256),
    new_password: Password.optional(),
    password: Password.optional(),
  })
  .refine(({ new_password, password }) => (new_password ?? password) !== undefined, {
    path: ['new_password'],
    params: { rule: 'required' },
  })
  .openapi('ResetPasswordRequest')

export const PhoneUpdateRequest = z
  .object({ phone_number: userChangeFields.phone_number, phone: userChangeFields.phone_number })
  .refine(({ phone_number, phone }) => phone_number !== undefined || phone !== undefined, {
    path: ['phone_number'],
    params: { rule: 'required' },
  })
  .openapi('PhoneUpdateRequest')

export const Message = z.object({ message: z.string() }).openapi('Message')
