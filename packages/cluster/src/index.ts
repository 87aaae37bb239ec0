export { ownDatabase } from './lab/database.ts'
export { type LabFolder, labFolder } from './lab/lab-folder.ts'
export { type Node, Nodes } from './lab/nodes.ts'
export { missingPackages } from './lab/required-tools.ts'
