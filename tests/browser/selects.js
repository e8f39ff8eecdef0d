// The selects in sight that are narrower than the longest of their words.
() => [...document.querySelectorAll('select')].filter((e) => e.offsetParent).filter((e) => {
  const meter = document.createElement('canvas').getContext('2d');
  const { font, paddingLeft, paddingRight } = getComputedStyle(e);
  meter.font = font;
  const room = e.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - 20; // its arrow
  return [...e.options].some((o) => meter.measureText(o.text).width > room);
}).map((e) => `${e.dataset.control} ${e.clientWidth}: ${[...e.options].map((o) => o.text).sort((a, b) => b.length - a.length)[0]}`)
