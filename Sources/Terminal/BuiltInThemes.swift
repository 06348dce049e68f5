/// The themes that every copy of the program carries.
///
/// The same texts as `themes/*.json`, because the program must find them wherever it stands; a test
/// compares the two.
enum BuiltInThemes {
    static let files: [(name: String, json: String)] = [
        (
            "dusk",
            #"""
            {
              "name": "dusk", "dark": true, "author": "the Weir authors",
              "bg": "default", "fg": "default", "dim": "#8a8a8a",
              "title": "bold", "accent": "#5fafff", "header": {"fg": "#afafaf", "attr": "bold"},
              "border": "#5f5f5f", "border_focus": "#5fafff",
              "cursor": {"fg": "#ffffff", "bg": "#005f87"},
              "filter_match": {"fg": "#ffff5f", "attr": "underline"},
              "ok": "#5fd787", "info": "#5fafff", "warn": "#ffaf00",
              "crit": {"fg": "#ff5f5f", "attr": "bold"}, "stale": {"fg": "#8a8a8a", "attr": "dim"},
              "graph_low": "#5f87d7", "graph_mid": "#5fafd7", "graph_high": "#ffaf00",
              "graph_crit": "#ff5f5f", "axis": "#8a8a8a",
              "sql_keyword": {"fg": "#5fafff", "attr": "bold"}, "sql_string": "#5fd787",
              "sql_number": "#d7af5f", "sql_comment": "#8a8a8a",
              "badge": {"fg": "#ffffff", "bg": "#af0000", "attr": "bold"},
              "key": {"fg": "#5fafff", "attr": "bold"}, "key_label": "#8a8a8a"
            }
            """#
        ),
        (
            "paper",
            #"""
            {
              "name": "paper", "dark": false, "author": "the Weir authors",
              "bg": "#ffffff", "fg": "#1c1c1c", "dim": "#5f5f5f",
              "title": "bold", "accent": "#005faf", "header": {"fg": "#3a3a3a", "attr": "bold"},
              "border": "#9e9e9e", "border_focus": "#005faf",
              "cursor": {"fg": "#ffffff", "bg": "#005faf"},
              "filter_match": {"fg": "#870087", "attr": "underline"},
              "ok": "#005f00", "info": "#005faf", "warn": "#875f00",
              "crit": {"fg": "#af0000", "attr": "bold"}, "stale": "#5f5f5f",
              "graph_low": "#5f87af", "graph_mid": "#005faf", "graph_high": "#af5f00",
              "graph_crit": "#af0000", "axis": "#5f5f5f",
              "sql_keyword": {"fg": "#005faf", "attr": "bold"}, "sql_string": "#005f00",
              "sql_number": "#875f00", "sql_comment": "#5f5f5f",
              "badge": {"fg": "#ffffff", "bg": "#af0000", "attr": "bold"},
              "key": {"fg": "#005faf", "attr": "bold"}, "key_label": "#5f5f5f"
            }
            """#
        ),
        (
            "okabe",
            #"""
            {
              "name": "okabe", "dark": true, "color_blind_safe": true, "author": "the Weir authors",
              "bg": "default", "fg": "default", "dim": "#8a8a8a",
              "title": "bold", "accent": "#56b4e9", "header": {"fg": "#afafaf", "attr": "bold"},
              "border": "#5f5f5f", "border_focus": "#56b4e9",
              "cursor": {"fg": "#000000", "bg": "#56b4e9"},
              "filter_match": {"fg": "#f0e442", "attr": "underline"},
              "ok": "#009e73", "info": "#af87ff", "warn": "#f0e442",
              "crit": {"fg": "#d55e00", "attr": "bold"}, "stale": {"fg": "#8a8a8a", "attr": "dim"},
              "graph_low": "#0072b2", "graph_mid": "#56b4e9", "graph_high": "#f0e442",
              "graph_crit": "#d55e00", "axis": "#8a8a8a",
              "sql_keyword": {"fg": "#56b4e9", "attr": "bold"}, "sql_string": "#009e73",
              "sql_number": "#e69f00", "sql_comment": "#8a8a8a",
              "badge": {"fg": "#ffffff", "bg": "#5f005f", "attr": "bold"},
              "key": {"fg": "#56b4e9", "attr": "bold"}, "key_label": "#8a8a8a"
            }
            """#
        ),
    ]
}
