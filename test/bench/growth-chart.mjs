// One small chart a figure, all in one SVG: accounts along, both ways by powers of ten. What grows
// in step with the council is a straight line; what bends upwards grows faster than it. Upwards there
// are ten times at least, so that what does not grow is seen to lie flat.
const [WIDTH, HEIGHT, EDGE] = [300, 220, 46];

/** `charts`: each a title and its points, `[accounts, value]`, with the text shown beside it. */
export function growthChart(charts) {
  const panels = charts.map((it, i) => panel(it, (i % 2) * WIDTH, Math.floor(i / 2) * HEIGHT));
  const height = Math.ceil(charts.length / 2) * HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * WIDTH} ${height}"`,
    ` font-family="sans-serif" font-size="10">`,
    `<rect width="100%" height="100%" fill="#fff"/>${panels.join('\n')}</svg>\n`,
  ].join('');
}

function panel({ title, points }, left, top) {
  const x = scale(
    points.map(([accounts]) => accounts),
    left + EDGE,
    left + WIDTH - EDGE,
  );
  const values = points.map(([, value]) => value);
  const y = scale([...values, 10 * Math.min(...values)], top + HEIGHT - EDGE, top + EDGE);
  const places = points.map(([accounts, value, shown]) => {
    const [cx, cy] = [Math.round(x(accounts)), Math.round(y(value))];
    return { cx, cy, accounts, shown };
  });
  const line = places.map(({ cx, cy }) => `${cx},${cy}`).join(' ');
  return [
    `<text x="${left + EDGE}" y="${top + 20}" font-size="12" font-weight="bold">${title}</text>`,
    `<polyline points="${line}" fill="none" stroke="#1d70b8"/>`,
    ...places.flatMap(({ cx, cy, accounts, shown }) => [
      `<circle cx="${cx}" cy="${cy}" r="3" fill="#1d70b8"/>`,
      `<text x="${cx}" y="${cy - 8}" text-anchor="middle">${shown}</text>`,
      `<text x="${cx}" y="${top + HEIGHT - 22}" text-anchor="middle">${accounts}</text>`,
    ]),
    `<text x="${left + WIDTH / 2}" y="${top + HEIGHT - 8}" text-anchor="middle">accounts</text>`,
  ].join('\n');
}

function scale(values, from, to) {
  const [least, most] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  return (value) => from + ((to - from) * (Math.log10(value) - least)) / (most - least || 1);
}
