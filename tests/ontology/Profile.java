import java.io.File;
import java.util.TreeSet;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.util.SimpleIRIMapper;

/**
 * Judges ontologies: which axioms lie outside OWL 2 DL and OWL 2 RL (the OWL API tells), whether
 * they contradict each other, and which classes can have no member (HermiT tells).
 *
 * <p>Run as a single file, with HermiT.jar (which holds the OWL API) as class path; the arguments
 * are files in RDF/XML, and, as "IRI=file", where what a file imports lies. Prints lines "file TAB
 * what TAB value".
 */
public final class Profile {
    private Profile() {}

    public static void main(String[] files) throws Exception {
        for (String name : files) {
            if (!name.contains("=")) {
                judge(new File(name), files);
            }
        }
    }

    private static void judge(File file, String[] imported) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        for (String name : imported) {
            String[] parts = name.split("=");
            if (parts.length == 2) {
                manager.addIRIMapper(
                        new SimpleIRIMapper(IRI.create(parts[0]), IRI.create(new File(parts[1]))));
            }
        }
        OWLOntology ontology = manager.loadOntologyFromOntologyDocument(file);
        say(file, "axioms", ontology.getLogicalAxiomCount());
        violations(file, "DL", new OWL2DLProfile(), ontology);
        violations(file, "RL", new OWL2RLProfile(), ontology);
        Reasoner reasoner = new Reasoner(ontology);
        say(file, "consistent", reasoner.isConsistent());
        if (reasoner.isConsistent()) {
            for (OWLClass empty : reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()) {
                say(file, "unsatisfiable", empty.getIRI());
            }
        }
        reasoner.dispose();
    }

    private static void violations(
            File file, String what, OWLProfile profile, OWLOntology ontology) {
        TreeSet<String> found = new TreeSet<>();
        for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations()) {
            found.add(violation.toString().replace('\n', ' '));
        }
        for (String violation : found) {
            say(file, what, violation);
        }
    }

    private static void say(File file, String what, Object value) {
        System.out.println(file.getName() + "\t" + what + "\t" + value);
    }
}
