import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { type ButtonLook, buttonClass } from './button.tsx'

type Props = ComponentProps<'a'> & { look?: ButtonLook; isSmall?: boolean }

/** Looks like a button and leads to another page. */
export const ButtonLink = createLink(({ look = 'plain', isSmall = false, ...props }: Props) => (
  <a {...props} className={buttonClass(look, isSmall)} />
))
