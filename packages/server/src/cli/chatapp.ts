#!/usr/bin/env node
/** `chatapp`: a file for each command, loaded when it is called. */
import { limits, signUpPolicies } from '@chatapp/contract'
import { Argument, Command, InvalidArgumentError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }

// What it makes holds messages and keys: nobody but its user reads them, whatever the umask of the shell.
process.umask(0o077)

const chatapp = new Command('chatapp')
  .description('A person-to-person message center. Settings come from the environment or .env.local.')
  .version(packageJson.version)
  .showHelpAfterError('(chatapp --help lists the commands)')

chatapp
  .command('serve')
  .description('Serve the app and its API until stopped.')
  .action(async () => (await import('./serve.ts')).default())

chatapp
  .command('migrate')
  .description('Bring the database up to date. `serve` does so by itself.')
  .action(async () => (await import('./migrate.ts')).default())

chatapp
  .command('create-admin')
  .description('Make an administrator. The password is asked for, or read from the standard input.')
  .requiredOption('--name <name>', 'as people see it')
  .requiredOption('--username <username>', '3 to 32 of a-z, 0-9 and _')
  .requiredOption('--email <address>')
  .action(async (options) => (await import('./create-admin.ts')).default(options))

chatapp
  .command('reset-link')
  .description('Print a link with which somebody sets a new password, once, within 30 minutes.')
  .argument('<username>')
  .action(async (username) => (await import('./reset-link.ts')).default(username))

chatapp
  .command('users')
  .description('List everyone, or those whose username, name or e-mail begins so.')
  .argument('[query]')
  .action(async (query) => (await import('./list-accounts.ts')).default(query))

chatapp
  .command('ban')
  .description('Suspend an account: its sessions end, and nobody signs in with it or writes to that person.')
  .argument('<username>')
  .option('--reason <reason>', 'for the audit trail')
  .action(async (username, options) => (await import('./change-account.ts')).banCommand(username, options))

chatapp
  .command('unban')
  .description('Let a suspended person in again.')
  .argument('<username>')
  .action(async (username) => (await import('./change-account.ts')).unbanCommand(username))

chatapp
  .command('role')
  .description('Make somebody an administrator, or none. The last one stays.')
  .argument('<username>')
  .addArgument(new Argument('<role>').choices(['user', 'admin']))
  .action(async (username, role) => (await import('./change-account.ts')).roleCommand(username, role))

chatapp
  .command('end-sessions')
  .description('Sign somebody out everywhere.')
  .argument('<username>')
  .action(async (username) => (await import('./change-account.ts')).endSessionsCommand(username))

chatapp
  .command('audit')
  .description('Who did what to whose account, newest first.')
  .option('--user <username>', 'what they did, and what was done to them')
  .option('--limit <count>', 'how many lines', count, 50)
  .action(async (options) => (await import('./list-audit.ts')).default(options))

chatapp
  .command('second-factor-off')
  .description('Let somebody sign in with the password alone who lost their phone and their recovery codes.')
  .argument('<username>')
  .action(async (username) => (await import('./second-factor-off.ts')).default(username))

chatapp
  .command('invite')
  .description('Print a link with which somebody makes an account, where sign-up is by invitation.')
  .option('--uses <count>', 'how many accounts it makes', between(1, limits.invitationUsesMax), 1)
  .option('--days <count>', 'how long it is good', between(1, limits.invitationDaysMax), 7)
  .action(async (options) => (await import('./invite.ts')).default(options))

chatapp
  .command('sign-up')
  .description('Say who may make an account; or choose it, for a server that runs, too.')
  .addArgument(new Argument('[policy]').choices(signUpPolicies))
  .action(async (policy) => (await import('./sign-up.ts')).default(policy))

chatapp
  .command('seed')
  .description('Fill the database with a cast who have been talking, for development and benchmarks.')
  .option('--people <count>', 'how many more people than the cast', count, 0)
  .option('--messages <count>', 'how many more messages, among all people', count, 0)
  .option('--seed <number>', 'the same number gives the same people and messages', count, 1)
  .option('--password <password>', 'of every seeded person; made up and printed otherwise')
  .action(async (options) => (await import('./seed.ts')).default(options))

chatapp
  .command('move')
  .description(
    'Copy everything from the SQLite file into an empty MySQL database. The server must be stopped.',
  )
  .requiredOption('--to <url>', 'mysql://user:password@host:port/database')
  .action(async (options) => (await import('./move.ts')).default(options))

chatapp
  .command('restored')
  .description('Tell every device that the database is a copy from before. All servers must be stopped.')
  .action(async () => (await import('./restored.ts')).default())

function between(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = count(text)
    if (number < least || number > most)
      throw new InvalidArgumentError(`It must be from ${least} to ${most}.`)
    return number
  }
}

function count(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number > 1_000_000_000)
    throw new InvalidArgumentError('It must be a whole number.')
  return number
}

try {
  await chatapp.parseAsync()
} catch (error) {
  const { failInWords } = await import('./fail-in-words.ts')
  failInWords(error)
}
