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
