// Runs in the report, not in Node: draws `report` (see page.ts) by uPlot, which stands before it.
/* global uPlot, report */
const palettes = {
  light: ['#1f6feb', '#8a5cf6', '#c2410c', '#b00020', '#0a6b2d', '#555'],
  dark: ['#79b8ff', '#c4a7ff', '#ffa657', '#ff8389', '#6fdc8c', '#aaa'],
}
const dark = matchMedia('(prefers-color-scheme: dark)')
const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

function drawMarks(plot) {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`
  ctx.textBaseline = 'top'
  ctx.textAlign = 'left'
  for (const [n, { kind, from, to }] of report.marks.entries()) {
    const left = plot.valToPos(from, 'x', true)
    const width = Math.max(2, plot.valToPos(to, 'x', true) - left)
    ctx.fillStyle = color('--text')
    ctx.globalAlpha = 0.12
    ctx.fillRect(left, bbox.top, width, bbox.height)
    ctx.globalAlpha = 1
    // On three lines in turn, so that neighbours do not cover each other's names.
    ctx.fillText(kind, left + 3, bbox.top + 2 + (n % 3) * 14 * devicePixelRatio)
  }
  ctx.restore()
}

function draw(box, chart) {
  box.replaceChildren()
  const palette = palettes[dark.matches ? 'dark' : 'light']
  const axis = {
    stroke: color('--text'),
    grid: { stroke: color('--grid'), width: 1 },
    ticks: { stroke: color('--grid') },
  }
  const series = chart.series.map(({ name }, n) => ({
    label: name,
    stroke: palette[n % palette.length],
    width: 2,
    points: { show: chart.at.length < 2 },
  }))
  const bands = chart.series.flatMap(({ band }, n) =>
    band ? [{ series: [n + 1, n], fill: `${palette[n % palette.length]}33` }] : [],
  )
  const last = Math.max(1, chart.at.at(-1) ?? 0, ...report.marks.map(({ to }) => to))
  const options = {
    width: box.clientWidth,
    height: 260,
    scales: {
      x: { time: false, range: [0, last] },
      y: chart.log ? { distr: 3 } : { range: (_, _low, high) => [0, high * 1.1 || 1] },
    },
    axes: [
      { ...axis, label: 'seconds since the start' },
      { ...axis, label: chart.unit, size: 70 },
    ],
    series: [{ label: 'second' }, ...series],
    bands,
    hooks: { draw: [drawMarks] },
  }
  new uPlot(options, [chart.at, ...chart.series.map(({ values }) => values)], box)
}

function drawAll() {
  for (const [n, box] of [...document.querySelectorAll('.chart')].entries()) draw(box, report.charts[n])
}
addEventListener('resize', drawAll)
dark.addEventListener('change', drawAll)
drawAll()
