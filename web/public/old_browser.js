// Run only by browsers that cannot run the page itself: says so, in words that need nothing newer.
(function () {
  var app = document.getElementById("app");
  var lines = [
    "\u8fd9\u4e2a\u6d4f\u89c8\u5668\u592a\u65e7\uff0c\u6253\u4e0d\u5f00\u8fd9\u4e2a\u9875\u9762\u3002\u8bf7\u6362\u4e00\u4e2a\u6d4f\u89c8\u5668\u518d\u626b\u4e00\u6b21\u7801\uff0c\u6216\u62e8 12345\u3002",
    "\u6709\u751f\u547d\u5371\u9669\u8bf7\u62e8 110 / 119 / 120\u3002"
  ];
  for (var i = 0; i < lines.length; i += 1) {
    var p = document.createElement("p");
    p.appendChild(document.createTextNode(lines[i]));
    app.appendChild(p);
  }
})();
