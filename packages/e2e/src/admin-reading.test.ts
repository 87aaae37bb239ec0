import { expect, test } from './test.ts'

test.use({ settings: { ADMIN_MAY_READ: 'on' } })

test('where administrators may read, they see texts when they ask for them, it is recorded, and everyone is told', async ({
  open,
  server,
}) => {
  const [jana, kim] = [await server.join('jana'), await server.join('kim')]
  await jana.send(kim, 'Meet me at the lighthouse')
  const root = await open(await server.admin())
  await root.goto('/admin/messages?user=jana')
  await root.page.getByText('No. 1').waitFor()
  await expect(root.page.getByText('lighthouse')).toHaveCount(0)
  await root.page.getByLabel('With what they wrote').check()
  await root.page.getByRole('button', { name: 'Show' }).click()
  await expect(root.page.getByText('Meet me at the lighthouse')).toBeVisible()
  await root.goto('/admin/audit?user=jana')
  await expect(root.page.getByRole('list', { name: 'Audit trail' })).toContainText('Messages read')
  const person = await open(jana)
  await person.goto('/settings')
  await expect(person.page.getByText('Administrators of this server can read messages.')).toBeVisible()
})
