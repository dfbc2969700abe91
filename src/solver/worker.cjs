// The thread of HiGHS, which blocks while it solves a model.
// Plain JavaScript: a thread is started from a file, and tests run the sources without a build.
const { parentPort } = require('node:worker_threads')

const loaded = require('highs')()

parentPort.on('message', async (question) => {
  try {
    parentPort.postMessage({ solution: solve(await loaded, question) })
  } catch (error) {
    parentPort.postMessage({ error: String(error?.message ?? error) })
  }
})

/** Solves a model in LP format whose variables are named x0, x1, ... */
function solve(highs, { text, isMixed, timeLimit }) {
  return highs.withModel({ format: 'lp', data: text }, (model) => {
    model.options.set({ output_flag: false, time_limit: timeLimit, mip_rel_gap: 0 })
    model.run()
    const { modelStatus } = highs.constants
    const code = model.getModelStatus()
    if (code !== modelStatus.optimal && code !== modelStatus.timeLimit) {
      throw new Error(`HiGHS ended with model status ${code}`)
    }
    const isFeasible = model.info.get('primal_solution_status') === 2
    const isOptimal = code === modelStatus.optimal
    const objective = isFeasible ? model.getObjectiveValue() : null
    const bound = isMixed ? model.info.get('mip_dual_bound') : isOptimal ? objective : null
    return {
      status: isOptimal ? 'OPTIMAL' : 'LIMITED',
      objective,
      bound: Number.isFinite(bound) ? bound : null,
      values: isFeasible ? inOrder(model) : null,
    }
  })
}

/** Values by the number in the name of the variable: the LP parser may reorder variables. */
function inOrder(model) {
  const { colValue } = model.getSolution()
  const values = new Array(colValue.length)
  colValue.forEach((value, column) => {
    values[Number(model.getColName(column).slice(1))] = value
  })
  return values
}
