export { joinCrowd } from './lab/crowd.ts'
export { ownDatabase } from './lab/database.ts'
export { labFolder } from './lab/lab-folder.ts'
export { Nodes } from './lab/nodes.ts'
