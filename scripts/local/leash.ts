// Loaded into every node that a script starts: when the script is gone, however it ended, so is the node. Without it
// the nodes of a killed test run would stay, for they have process groups of their own.
const EXIT_ABANDONED = 137

process.once('disconnect', () => process.exit(EXIT_ABANDONED))
