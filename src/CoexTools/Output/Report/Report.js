(function () {
  "use strict";
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function make(name, text) { var e = document.createElement(name); if (text) { e.textContent = text; } return e; }
  function button(text, action) { var b = make("button", text); b.type = "button"; b.addEventListener("click", action); return b; }
  all("table.filtered").forEach(function (table) {
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    if (rows.length < 4) { return; }
    var bar = make("div"), search = make("input"), label = make("label", "Filter: "), only = make("input"), onlyLabel = make("label");
    var count = make("span");
    bar.className = "tools"; search.type = "search"; only.type = "checkbox"; count.setAttribute("role", "status");
    label.appendChild(search); onlyLabel.appendChild(only); onlyLabel.appendChild(make("span", table.dataset.only));
    function apply() {
      var text = search.value.toLowerCase(), shown = 0;
      rows.forEach(function (row) {
        var fits = row.textContent.toLowerCase().indexOf(text) >= 0 && (!only.checked || row.dataset.problem === "1");
        row.hidden = !fits; shown += fits ? 1 : 0;
      });
      count.textContent = shown === rows.length ? "" : shown + " of " + rows.length + " rows";
    }
    search.addEventListener("input", apply); only.addEventListener("change", apply);
    bar.appendChild(label);
    if (table.dataset.only) { bar.appendChild(onlyLabel); }
    bar.appendChild(count);
    table.parentNode.parentNode.insertBefore(bar, table.parentNode);
  });
  var traces = all("details.trace"), lists = all("details.more"), opened = [];
  function fold(isOpen) { traces.forEach(function (trace) { trace.open = isOpen; }); }
  // On paper, everything is open.
  window.addEventListener("beforeprint", function () {
    opened = traces.concat(lists).filter(function (one) { return !one.open; });
    opened.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (one) { one.open = false; }); });
  lists.forEach(function (list) { list.open = false; });
  function show() {
    var target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.substring(1))) : null;
    traces.forEach(function (trace) { trace.classList.toggle("here", trace === target); });
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); target.querySelector("summary").focus(); }
  }
  if (traces.length > 0) {
    var tools = make("div");
    tools.className = "tools";
    tools.appendChild(button("Expand all", function () { fold(true); }));
    tools.appendChild(button("Collapse all", function () { fold(false); }));
    traces[0].parentNode.insertBefore(tools, traces[0]);
    fold(false);
    window.addEventListener("hashchange", show);
    document.addEventListener("click", function (e) {
      var link = e.target.closest ? e.target.closest("a[href^='#t']") : null;
      if (link && link.getAttribute("href") === location.hash) { e.preventDefault(); show(); }
    });
    show();
  }
})();
