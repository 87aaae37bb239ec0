/** What somebody who sets ChatApp up can mend, in a line that says how. */
export class DatabaseMistake extends Error {}
