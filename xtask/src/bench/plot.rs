//! Curves as pictures.
//!
//! Input: points. Output: a file of SVG. Not here: what the points are.

use anyhow::{Context as _, Result, anyhow};
use camino::Utf8Path;
use plotters::prelude::*;

/// A curve and what it is of.
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) points: &'a [(f64, f64)],
}

/// How wide and high a picture is.
const SIZE: (u32, u32) = (720, 420);

/// Draws curves over each other. Both axes are logarithms, so what is linear rises by as much as it goes to the right.
pub(super) fn draw(path: &Utf8Path, title: &str, [x, y]: [&str; 2], curves: &[Named<'_>]) -> Result<()> {
    let points = || curves.iter().flat_map(|curve| curve.points);
    let ends = |values: &mut dyn Iterator<Item = f64>| {
        values.fold(None, |ends: Option<(f64, f64)>, value| {
            Some(ends.map_or((value, value), |(least, most)| (least.min(value), most.max(value))))
        })
    };
    let (left, right) = ends(&mut points().map(|point| point.0)).context("there is nothing to draw")?;
    let (bottom, top) = ends(&mut points().map(|point| point.1)).context("there is nothing to draw")?;
    let area = SVGBackend::new(path.as_std_path(), SIZE).into_drawing_area();
    let said = |error: &dyn std::fmt::Display| anyhow!("{path}: {error}");
    area.fill(&WHITE).map_err(|error| said(&error))?;
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d((left..right).log_scale(), (bottom / 1.5..top * 1.5).log_scale())
        .map_err(|error| said(&error))?;
    let mut mesh = chart.configure_mesh();
    mesh.x_desc(x).y_desc(y).light_line_style(WHITE).draw().map_err(|error| said(&error))?;
    for (index, Named { name, points }) in curves.iter().enumerate() {
        let colour = Palette99::pick(index).to_rgba();
        let line = LineSeries::new(points.iter().copied(), colour.stroke_width(2)).point_size(3);
        let drawn = chart.draw_series(line).map_err(|error| said(&error))?;
        drawn.label(*name).legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
    }
    let mut labels = chart.configure_series_labels();
    labels.position(SeriesLabelPosition::UpperLeft).background_style(WHITE).border_style(BLACK.mix(0.3));
    labels.draw().map_err(|error| said(&error))?;
    area.present().map_err(|error| said(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_curves_and_words() {
        let path = crate::run::target().join("plot-test.svg");
        let curve = [Named { name: "generate", points: &[(10.0, 0.1), (1000.0, 2.0)] }];
        draw(&path, "Growth", ["operations", "seconds"], &curve).unwrap();
        let svg = std::fs::read_to_string(&path).unwrap();
        for word in ["<svg", "Growth", "operations", "seconds", "generate", "<polyline"] {
            assert!(svg.contains(word), "{word}");
        }
        assert!(draw(&path, "Nothing", ["", ""], &[]).is_err());
        std::fs::remove_file(path).unwrap();
    }
}
