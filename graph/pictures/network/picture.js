// What every interactive picture needs. Tooltips are made of text nodes, so that no label can ever
// become markup; the picture is fitted once there is room; Ctrl + wheel zooms, the wheel scrolls.
function tip(lines) {
  var box = document.createElement("div");
  box.className = "tip";
  lines.forEach(function (line, i) {
    var row = document.createElement(i ? "div" : "strong");
    row.textContent = line;
    box.appendChild(row);
  });
  return box;
}

var canvas = document.getElementById("mynetwork"), touched = false;

function fit() {
  if (touched || !canvas.clientWidth) return;
  // The room that the layout reckoned with, labels above nodes included.
  var room = picture.room,
      wide = canvas.clientWidth / (room.right - room.left + 50),
      high = (canvas.clientHeight - 36) / (room.bottom - room.top + 30),
      scale = Math.min(wide, high, 1.15);
  network.moveTo({
    // A little higher than the middle: the buttons stand at the bottom.
    position: {x: (room.left + room.right) / 2, y: (room.top + room.bottom) / 2 + 15 / scale},
    scale: scale
  });
}

network.on("resize", fit);
["dragStart", "zoom"].forEach(function (e) { network.on(e, function () { touched = true; }); });
canvas.addEventListener("wheel", function (event) {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  touched = true;
  network.moveTo({scale: network.getScale() * (event.deltaY < 0 ? 1.15 : 1 / 1.15)});
}, {passive: false});

[nodes, edges].forEach(function (set) {
  set.update(set.get().map(function (item) { return {id: item.id, title: tip(item.tip)}; }));
});

// Names of lines stand where there is room for them, which vis-network cannot be told.
network.on("afterDrawing", function (context) {
  context.font = picture.font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  picture.names.forEach(function (name) {
    var ends = network.getPositions([name[0], name[1]]), a = ends[name[0]], b = ends[name[1]],
        t = name[2], lean = name[3], rows = name.slice(4), line = picture.line,
        mx = (a.x + b.x) / 2 + (b.y - a.y) * lean, my = (a.y + b.y) / 2 - (b.x - a.x) * lean,
        one = (1 - t) * (1 - t), two = 2 * t * (1 - t), three = t * t,
        x = one * a.x + two * mx + three * b.x, y = one * a.y + two * my + three * b.y;
    rows.forEach(function (row, i) {
      var down = y + (i - (rows.length - 1) / 2) * line,
          wide = context.measureText(row).width + 4;
      context.fillStyle = "rgba(255, 255, 255, 0.88)";
      context.fillRect(x - wide / 2, down - line / 2, wide, line);
      context.fillStyle = picture.soft;
      context.fillText(row, x, down);
    });
  });
});
fit();
