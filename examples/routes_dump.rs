fn main() {
    let path = std::env::args().nth(1).unwrap();
    let options = tokentrail::engine::Options {
        paths: vec![path.into()],
        prefilter: true,
        jobs: None,
        no_ignore: false,
        exclude: vec![],
        max_file_size: 1 << 20,
        selection: Default::default(),
    };
    struct Q;
    impl tokentrail::engine::Progress for Q {
        fn found(&self, _: usize) {}
        fn read(&self) {}
    }
    let (tree, sources) = tokentrail::engine::routes(&options, &Q).unwrap();
    let show = |p: tokentrail::text::Place| {
        let s = &sources[&p.file];
        let l = s.text[..p.span.start as usize].matches('\n').count() + 1;
        format!("{}:{}", s.path, l)
    };
    for (i, n) in tree.nodes.iter().enumerate() {
        println!("#{i} {:?} {:?} serves {}", n.place.map(show), n.name, n.serves);
        for r in &n.registrations {
            println!("   {} {:?} {:?}", show(r.place), r.method, r.paths);
            for h in &r.handlers {
                println!("        {:?} {:?} {:?}", h.kind, h.name, h.place.map(show));
            }
        }
    }
    for g in tree.gaps {
        println!("gap {}", show(g));
    }
}
