/** Requesters file tickets, agents work on them, admins also look after people and settings. */
export const ROLES = ['requester', 'agent', 'admin'] as const
export type Role = (typeof ROLES)[number]
